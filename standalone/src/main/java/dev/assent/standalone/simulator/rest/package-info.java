/** What the simulated providers that speak JSON over HTTP have in common. */
package dev.assent.standalone.simulator.rest;
