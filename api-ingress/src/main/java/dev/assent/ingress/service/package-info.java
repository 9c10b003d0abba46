/**
 * What every dialect can ask for: makes the commands, awaits them, and reads the view so that a
 * caller sees its own writes.
 */
package dev.assent.ingress.service;
