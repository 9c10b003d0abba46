/** TLS with one certificate for each principal, for a cluster on this machine. */
package dev.assent.standalone.protection;
