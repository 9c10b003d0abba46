/** What the services measure: one catalogue, from which meters are made and documented. */
package dev.assent.schemas.metric;
