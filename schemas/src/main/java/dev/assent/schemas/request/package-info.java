/** The form of what relying parties ask for, the same whichever door it comes through. */
package dev.assent.schemas.request;
