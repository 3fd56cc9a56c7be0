/**
 * Invariants as statements that return the violating rows: zero rows is success. They run as the owner of the
 * tables, across all organisations and the simulator.
 */
export type Invariant = { name: string; promise: string; statement: string }
