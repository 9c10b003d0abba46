/**
 * The device protocol as {@code docs/reference/device-protocol.md} describes it: a device's public
 * keys, the document it shows, and the digest and signature with which it approves. Needs nothing
 * but the JDK, so that pure decisions may use it.
 */
package dev.assent.schemas.device;
