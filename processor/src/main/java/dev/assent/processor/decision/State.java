package dev.assent.processor.decision;

/** A user and the one operation that a command is about. */
public record State(UserState user, OperationState operation) {}
