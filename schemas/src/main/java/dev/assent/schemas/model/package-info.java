/** Plain vocabulary that every module shares: the words of the design as Java enums. */
package dev.assent.schemas.model;
