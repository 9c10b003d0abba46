/** What is deployed is consistent: compose files, manifests, dashboards, alerts and the runbook. */
package dev.assent.verification.deployment;
