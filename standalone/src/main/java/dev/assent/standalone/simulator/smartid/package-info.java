/** Smart-ID of SK ID Solutions, simulated: version 3 of the relying party interface. */
package dev.assent.standalone.simulator.smartid;
