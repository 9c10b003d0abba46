/** Reference pages that are generated from the code, and the means to keep them up to date. */
package dev.assent.schemas.reference;
