/** Who may do what on the cluster, and the gate that nobody passes with more or less than that. */
package dev.assent.schemas.access;
