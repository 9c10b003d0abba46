/** What reads text and bytes from outside, given any. */
package dev.assent.schemas.fuzzing;
