/**
 * Somebody who asks for an approval and a refusal every minute, so that it is known that both come.
 */
package dev.assent.standalone.canary;
