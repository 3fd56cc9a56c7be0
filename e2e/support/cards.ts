/** The provider of cards of these tests, wherever it is connected: whoever connects it again changes nothing. */
export const cardProvider = {
  port: 3917,
  baseUrl: 'http://127.0.0.1:3917',
  secret: 'le-secret-des-essais-de-carte',
}
