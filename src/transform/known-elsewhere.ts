/** Names that other libraries have for steps, without case and signs, and what does the same here. */
const names: Readonly<Record<string, string>> = {
  leaveoneout: '"target-encode" with smoothing 0: it is cross-fitted, which leave-one-out means leak without',
  leaveoneoutencoder:
    '"target-encode" with smoothing 0: it is cross-fitted, which leave-one-out means leak without',
  targetencoder: '"target-encode"',
  mestimate: '"target-encode", whose smoothing is m',
  mestimateencoder: '"target-encode", whose smoothing is m',
  count: '"frequency"',
  countencoder: '"frequency"',
  standardscaler: '"scale"',
  minmaxscaler: '"scale" with kind "min-max"',
  maxabsscaler: '"scale" with kind "max-abs"',
  robustscaler: '"scale" with kind "robust"',
  quantiletransformer: '"quantile-scale"',
  powertransformer: '"power-scale"',
  kbinsdiscretizer: '"bin"',
  binarizer: '"bin" with cuts',
  splinetransformer: '"spline"',
  simpleimputer: '"impute"',
  weightofevidence: '"woe"',
  winsorize: '"clip"',
  onehotencoder: '"one-hot"',
  ordinalencoder: '"ordinal"',
  labelencoder: '"ordinal"',
};

/** What does here what a name from elsewhere stands for. */
export function knownElsewhere(name: unknown): string | undefined {
  const key = String(name)
    .toLowerCase()
    .replaceAll(/[^a-z]/g, "");
  return Object.hasOwn(names, key) ? names[key] : undefined;
}
