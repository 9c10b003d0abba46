/** Asks a service whether it is well, from inside its container. */
package dev.assent.schemas.health;
