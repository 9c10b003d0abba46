/** State stores: their names, what they hold, and the timers that live in one. */
package dev.assent.processor.state;
