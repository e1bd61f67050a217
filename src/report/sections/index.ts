import type { Section } from "./section.ts";
import { answerSection } from "./answer.ts";
import { coefficientsSection } from "./coefficients.ts";
import { dataSection } from "./data.ts";
import { influenceSection } from "./influence.ts";
import { limitsSection } from "./limits.ts";
import { modelsSection } from "./models.ts";
import { preparationSection } from "./preparation.ts";
import { qualitySection } from "./quality.ts";
import { reproductionSection } from "./reproduction.ts";
import { testsSection } from "./tests.ts";
import { testingSection } from "./testing.ts";
import { weaknessSection } from "./weakness.ts";

/** The chapters in the order in which a decision maker reads. */
export const sections: readonly Section[] = [
  answerSection,
  dataSection,
  preparationSection,
  testingSection,
  modelsSection,
  qualitySection,
  influenceSection,
  coefficientsSection,
  weaknessSection,
  testsSection,
  limitsSection,
  reproductionSection,
];
