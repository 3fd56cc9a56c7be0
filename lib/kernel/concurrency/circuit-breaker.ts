/**
 * Stops calls to a service that keeps failing: after `failures` in a row it refuses for `pauseMs`, then lets one
 * request through. Each process counts for itself; nothing needs to be shared.
 */
export class CircuitBreaker {
  private failed = 0
  private openUntil = 0

  constructor(
    private readonly limits: { failures: number; pauseMs: number },
    private readonly clock: () => number,
  ) {}

  /** Whether a request may be tried now. A trial after the pause blocks others until it ends. */
  allows(): boolean {
    if (this.failed < this.limits.failures) return true
    if (this.clock() < this.openUntil) return false
    this.openUntil = this.clock() + this.limits.pauseMs
    return true
  }

  /** Whether calls are refused, or only tried one by one. */
  isOpen(): boolean {
    return this.failed >= this.limits.failures
  }

  succeeded(): void {
    this.failed = 0
  }

  failedOnce(): void {
    this.failed += 1
    if (this.failed >= this.limits.failures) this.openUntil = this.clock() + this.limits.pauseMs
  }
}
