/** The card provider of these tests: connecting it repeatedly changes nothing. */
export const cardProvider = {
  port: 3917,
  baseUrl: 'http://127.0.0.1:3917',
  secret: 'le-secret-des-essais-de-carte',
}
