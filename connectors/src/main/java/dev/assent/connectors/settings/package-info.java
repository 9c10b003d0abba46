/** Typed settings of the workers and of each connector; unknown ones are errors. */
package dev.assent.connectors.settings;
