/** Mobile-ID of SK ID Solutions, simulated. */
package dev.assent.standalone.simulator.mobileid;
