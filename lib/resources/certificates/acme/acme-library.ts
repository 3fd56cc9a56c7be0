// A polyfill that a part of the library needs before it.
import 'reflect-metadata'
import acme from 'acme-client'

export { acme }
