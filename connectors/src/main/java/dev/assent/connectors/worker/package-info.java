/** What a worker does with a task: call or not, one at a time for each user, and report. */
package dev.assent.connectors.worker;
