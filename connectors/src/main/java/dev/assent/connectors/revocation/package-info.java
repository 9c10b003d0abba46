/** Fetches what says whether a signer's certificate was revoked; believed by nobody here. */
package dev.assent.connectors.revocation;
