/** A sum with carried rounding error (Neumaier 1974): nearly exact and fast. */
export class BlockSum {
  #sum = 0;
  #carried = 0;

  add(value: number): void {
    const next = this.#sum + value;
    this.#carried +=
      Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - next + value : value - next + this.#sum;
    this.#sum = next;
  }

  total(): number {
    return this.#sum + this.#carried;
  }
}
