/** The program that prepares a cluster for Assent, and mends what went wrong in it. */
package dev.assent.standalone.administration;
