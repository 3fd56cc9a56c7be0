/** `T-000123`: what customer and support call a ticket. Pure. */
export const ticketReference = (number: number): string => `T-${String(number).padStart(6, '0')}`
