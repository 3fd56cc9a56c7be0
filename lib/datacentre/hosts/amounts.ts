export type Amounts = { total: number; reserved: number; free: number }
