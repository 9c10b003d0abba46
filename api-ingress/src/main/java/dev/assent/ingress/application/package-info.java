/** Puts the ingress together, starts and stops it. */
package dev.assent.ingress.application;
