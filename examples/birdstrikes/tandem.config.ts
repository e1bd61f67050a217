import { csv, defineProject } from "tandem-ml";

/** 10,000 real bird strikes on aircraft in the United States, 1990 to 2002: was there damage? */
export default defineProject({
  name: "birdstrikes",
  data: csv("../../node_modules/vega-datasets/data/birdstrikes.csv"),
  columns: ({ column }) => ({
    damaged: column("Effect Amount of damage").notEquals("None"),
  }),
  predict: "damaged",
  // Tested on the latest strikes, as life does.
  time: "Flight Date",
  // What a strike cost is only known after the damage. Leave this line out once: the run says so by itself.
  knownLater: ["Cost Other", "Cost Repair", "Cost Total $"],
});
