export { type ConsoleAccess, openConsole } from './open-console'
