/**
 * One screen that tells how a running system does, from what its services tell without asking who.
 */
package dev.assent.standalone.status;
