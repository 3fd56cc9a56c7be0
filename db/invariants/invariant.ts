/**
 * What must hold at every moment, as statements that return the rows which violate it. Zero rows is
 * success. They read as the owner of the tables, across all organisations and the simulator.
 */
export type Invariant = { name: string; promise: string; statement: string }
