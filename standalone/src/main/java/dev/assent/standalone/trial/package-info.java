/** A broker and a registry that forget, for a trial run of a service where there is no cluster. */
package dev.assent.standalone.trial;
