/** What signed approvals verify with as an Avro record, as services hand it to each other. */
package dev.assent.schemas.approval.avro;
