package dev.assent.processor.topology;

import dev.assent.processor.decision.Evidence;
import java.util.Optional;

/**
 * What is told of an approval besides the operation's state.
 *
 * @param evidence what it rests on
 * @param token the approval signed with the tenant's key; nothing where the tenant has none
 */
record Approval(Evidence evidence, Optional<String> token) {}
