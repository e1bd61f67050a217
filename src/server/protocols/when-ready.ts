/** Goes on with a value as soon as it is there: at once when it is, so that no promise is made without need. */
export const whenReady = <Given, Made>(
  value: Given | Promise<Given>,
  then: (value: Given) => Made | Promise<Made>,
): Made | Promise<Made> => (value instanceof Promise ? value.then(then) : then(value));
