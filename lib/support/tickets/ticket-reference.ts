/** `T-000123`, the ticket's name for customers and support. Pure. */
export const ticketReference = (number: number): string => `T-${String(number).padStart(6, '0')}`
