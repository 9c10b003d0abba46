/** The whole path under load, and the limits that it is held against. */
package dev.assent.verification.bench;
