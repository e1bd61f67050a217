// ridge-regression: What is "speed"?
// The ridge model of the package with the hash
//   f5314830f5bdaeb042fdefbcced8dbb4b6f9537945f71036569442c23bf66b85
// as an ES module that needs nothing else. It gives the answers of the package, to the bit.
// Written by `tandem export js`. Write it anew instead of changing it.

/** Which model this is: it stands in the answers of the service, too. */
export const model = Object.freeze({
  name: "ridge-regression",
  hash: "f5314830f5bdaeb042fdefbcced8dbb4b6f9537945f71036569442c23bf66b85",
  question: "What is \"speed\"?",
});

/** The columns of a row. */
export const schema = Object.freeze({
  fields: Object.freeze([
    Object.freeze({"name":"day","nullable":false,"type":"Day"}),
    Object.freeze({"name":"size","nullable":false,"type":"Text"}),
    Object.freeze({"name":"sky","nullable":true,"type":"Text"}),
    Object.freeze({"name":"hit","nullable":false,"type":"Boolean"}),
  ]),
});

/** The types of the answers. */
const outputs = {
  "prediction": "Float",
};

export const { predict, predictBatch, verify } = createModel({ schema, outputs, proof, score });

// What the model learnt.
const c0 = new Map([["small", "small"], ["medium", "medium"], ["large", "large"]]);
const c1 = new Map([["cloud", "cloud"], ["clear", "clear"]]);

// Missing is NaN in a number and null in a text; true is 1 and false is 0.
function score(row) {
  let t = 0;
  const day = wholeIn(row["day"]);
  let v1 = NaN;
  choose2: {
    const v3 = monthOf(day);
    if (v3 === 6) { v1 = 1; break choose2; }
    v1 = 0;
  }
  let v4 = NaN;
  choose5: {
    const v6 = monthOf(day);
    if (v6 === 8) { v4 = 1; break choose5; }
    v4 = 0;
  }
  let v7 = NaN;
  choose8: {
    const v9 = monthOf(day);
    if (v9 === 9) { v7 = 1; break choose8; }
    v7 = 0;
  }
  let v10 = NaN;
  choose11: {
    const v12 = monthOf(day);
    if (v12 === 3) { v10 = 1; break choose11; }
    v10 = 0;
  }
  let v13 = NaN;
  choose14: {
    const v15 = monthOf(day);
    if (v15 === 7) { v13 = 1; break choose14; }
    v13 = 0;
  }
  let v16 = NaN;
  choose17: {
    const v18 = monthOf(day);
    if (v18 === 1) { v16 = 1; break choose17; }
    v16 = 0;
  }
  let v19 = NaN;
  choose20: {
    const v21 = monthOf(day);
    if (v21 === 4) { v19 = 1; break choose20; }
    v19 = 0;
  }
  let v22 = NaN;
  choose23: {
    const v24 = monthOf(day);
    if (v24 === 12) { v22 = 1; break choose23; }
    v22 = 0;
  }
  let v25 = NaN;
  choose26: {
    const v27 = monthOf(day);
    if (v27 === 2) { v25 = 1; break choose26; }
    v25 = 0;
  }
  let v28 = NaN;
  choose29: {
    const v30 = monthOf(day);
    if (v30 === 11) { v28 = 1; break choose29; }
    v28 = 0;
  }
  let v31 = NaN;
  choose32: {
    const v33 = monthOf(day);
    if (v33 === 10) { v31 = 1; break choose32; }
    v31 = 0;
  }
  let v34 = NaN;
  choose35: {
    const v36 = isoWeekday(day);
    if (v36 === 5) { v34 = 1; break choose35; }
    v34 = 0;
  }
  let v37 = NaN;
  choose38: {
    const v39 = isoWeekday(day);
    if (v39 === 6) { v37 = 1; break choose38; }
    v37 = 0;
  }
  let v40 = NaN;
  choose41: {
    const v42 = isoWeekday(day);
    if (v42 === 1) { v40 = 1; break choose41; }
    v40 = 0;
  }
  let v43 = NaN;
  choose44: {
    const v45 = isoWeekday(day);
    if (v45 === 2) { v43 = 1; break choose44; }
    v43 = 0;
  }
  let v46 = NaN;
  choose47: {
    const v48 = isoWeekday(day);
    if (v48 === 4) { v46 = 1; break choose47; }
    v46 = 0;
  }
  let v49 = NaN;
  choose50: {
    const v51 = isoWeekday(day);
    if (v51 === 3) { v49 = 1; break choose50; }
    v49 = 0;
  }
  const size = textIn(row["size"]);
  let v54 = null;
  choose55: {
    if (size === null) { v54 = null; break choose55; }
    const v56 = c0.get(size);
    v54 = (v56 !== undefined ? v56 : "other");
  }
  const sharedPart1 = v54;
  let v52 = NaN;
  choose53: {
    const v57 = "medium";
    if (!(sharedPart1 === null) && sharedPart1 === v57) { v52 = 1; break choose53; }
    v52 = 0;
  }
  let v58 = NaN;
  choose59: {
    const v60 = "large";
    if (!(sharedPart1 === null) && sharedPart1 === v60) { v58 = 1; break choose59; }
    v58 = 0;
  }
  const sky = textIn(row["sky"]);
  let v63 = null;
  choose64: {
    if (sky === null) { v63 = null; break choose64; }
    const v65 = c1.get(sky);
    v63 = (v65 !== undefined ? v65 : "other");
  }
  const sharedPart2 = v63;
  let v61 = NaN;
  choose62: {
    const v66 = "clear";
    if (!(sharedPart2 === null) && sharedPart2 === v66) { v61 = 1; break choose62; }
    v61 = 0;
  }
  let v67 = NaN;
  choose68: {
    if (sharedPart2 === null) { v67 = 1; break choose68; }
    v67 = 0;
  }
  const hit = booleanIn(row["hit"]);
  const v69 = hit === hit ? hit : 0.3465909090909091;
  let v0 = 175.1641923194196;
  v0 = v0 + 0.4045875902650414 * v1 + (-3.6221824395231006) * v4 + 2.9410090819928234 * v7 + (-0.7858395069443466) * v10 + (-1.0680661983142377) * v13 + (-5.8909793289924215) * v16 + 5.334995934448174 * v19 + 2.1842934300856873 * v22 + (-1.88555272193663) * v25 + (-2.128152079859244) * v28 + 3.3008998559077063 * v31 + 1.4838082767199126 * v34 + 2.011108318308048 * v37 + (-1.4993241863580784) * v40 + 0.7137577875653722 * v43 + (-0.796826605483514) * v46 + 1.835166746275791 * v49 + (-0.2679364544558555) * v52 + (-0.6277198963469581) * v58 + (-2.161629906380074) * v61;
  v0 = v0 + 1.262752241885564 * v67 + 5.1395637070850055 * v69;
  const v70 = ((t = v0) - t === 0 ? t : NaN);
  return {
    "prediction": v70 === v70 ? v70 + 0 : null,
  };
}

/** Rows with the exact answers of the model. */
function proof() {
  return [
    {"input":{"day":"2020-11-20","hit":false,"size":"medium","sky":"clear"},"output":{"prediction":172.09028215544436}},
    {"input":{"day":"2020-02-07","hit":false,"size":"large","sky":null},"output":{"prediction":175.3974802197415}},
    {"input":{"day":"2020-01-09","hit":false,"size":"small","sky":"cloud"},"output":{"prediction":168.47638638494368}},
    {"input":{"day":"2020-10-13","hit":true,"size":"medium","sky":"cloud"},"output":{"prediction":184.05047721552188}},
    {"input":{"day":"2020-05-04","hit":true,"size":"small","sky":"clear"},"output":{"prediction":176.64280193376646}},
    {"input":{"day":"2020-01-04","hit":true,"size":"small","sky":"cloud"},"output":{"prediction":176.42388501582028}},
    {"input":{"day":"2020-10-18","hit":false,"size":"medium","sky":"cloud"},"output":{"prediction":178.19715572087148}},
    {"input":{"day":"2020-08-05","hit":false,"size":"large","sky":"clear"},"output":{"prediction":170.58782682344528}},
    {"input":{"day":"2020-12-18","hit":true,"size":"large","sky":"cloud"},"output":{"prediction":183.34413783696328}},
    {"input":{"day":"2020-05-20","hit":false,"size":"medium","sky":null},"output":{"prediction":177.99417485312512}},
    {"input":{"day":"2020-12-03","hit":false,"size":"small","sky":"cloud"},"output":{"prediction":176.55165914402178}},
    {"input":{"day":"2020-01-02","hit":true,"size":"small","sky":null},"output":{"prediction":174.87870233391425}},
    {"input":{"day":"2020-10-12","hit":true,"size":"large","sky":"cloud"},"output":{"prediction":181.47761179970732}},
    {"input":{"day":"2020-03-11","hit":false,"size":"medium","sky":null},"output":{"prediction":177.20833534618077}},
    {"input":{"day":"2020-10-07","hit":false,"size":"large","sky":"cloud"},"output":{"prediction":179.67253902525619}},
    {"input":{"day":"2020-08-10","hit":false,"size":"medium","sky":null},"output":{"prediction":171.03750148096813}},
    {"input":{"day":"2020-01-08","hit":false,"size":"small","sky":"clear"},"output":{"prediction":168.94674983032291}},
    {"input":{"day":"2020-07-20","hit":true,"size":"large","sky":null},"output":{"prediction":178.37139798737093}},
    {"input":{"day":"2020-10-04","hit":false,"size":"medium","sky":null},"output":{"prediction":179.45990796275703}},
    {"input":{"day":"2020-02-18","hit":false,"size":"large","sky":"clear"},"output":{"prediction":171.20304758232135}},
    {"input":{"day":"2020-04-02","hit":false,"size":"small","sky":"clear"},"output":{"prediction":177.5407317420042}},
    {"input":{"day":"2020-08-04","hit":true,"size":"large","sky":"cloud"},"output":{"prediction":176.76761147819997}},
    {"input":{"day":"2020-09-06","hit":true,"size":"large","sky":null},"output":{"prediction":183.87979745403607}},
    {"input":{"day":"2020-07-11","hit":false,"size":"medium","sky":"cloud"},"output":{"prediction":175.8392979849576}},
    {"input":{"day":"2020-04-18","hit":false,"size":"small","sky":"clear"},"output":{"prediction":180.34866666579578}},
    {"input":{"day":"2020-02-05","hit":false,"size":"small","sky":"cloud"},"output":{"prediction":175.1138063437588}},
    {"input":{"day":"2020-02-03","hit":false,"size":"medium","sky":null},"output":{"prediction":172.7741311985546}},
    {"input":{"day":"2020-10-05","hit":false,"size":"medium","sky":"cloud"},"output":{"prediction":176.6978315345134}},
    {"input":{"day":"2020-11-19","hit":true,"size":"large","sky":"clear"},"output":{"prediction":174.58942753843485}},
    {"input":{"day":"2020-09-10","hit":false,"size":"large","sky":null},"output":{"prediction":177.94340714146753}},
    {"input":{"day":"2020-03-19","hit":false,"size":"medium","sky":"cloud"},"output":{"prediction":173.3135897525359}},
    {"input":{"day":"2020-10-14","hit":true,"size":"medium","sky":"cloud"},"output":{"prediction":185.1718861742323}},
    {"input":{"day":"2020-09-15","hit":false,"size":"small","sky":null},"output":{"prediction":180.08171143086338}},
    {"input":{"day":"2020-11-10","hit":false,"size":"small","sky":"cloud"},"output":{"prediction":173.74979802712576}},
    {"input":{"day":"2020-02-11","hit":false,"size":"medium","sky":null},"output":{"prediction":174.98721317247808}},
    {"input":{"day":"2020-03-20","hit":false,"size":"medium","sky":"clear"},"output":{"prediction":173.43259472835925}},
    {"input":{"day":"2020-04-05","hit":false,"size":"small","sky":"cloud"},"output":{"prediction":180.4991882538678}},
    {"input":{"day":"2020-11-03","hit":false,"size":"large","sky":null},"output":{"prediction":174.38483037266437}},
    {"input":{"day":"2020-04-13","hit":false,"size":"medium","sky":null},"output":{"prediction":179.99467985493942}},
    {"input":{"day":"2020-11-14","hit":false,"size":"medium","sky":"cloud"},"output":{"prediction":174.7792121034126}},
    {"input":{"day":"2020-12-15","hit":true,"size":"medium","sky":"clear"},"output":{"prediction":180.77224088331977}},
    {"input":{"day":"2020-11-09","hit":true,"size":"large","sky":"cloud"},"output":{"prediction":176.04855986394037}},
    {"input":{"day":"2020-04-01","hit":true,"size":"large","sky":null},"output":{"prediction":188.10895105276722}},
    {"input":{"day":"2020-03-15","hit":false,"size":"medium","sky":null},"output":{"prediction":175.37316859990497}},
    {"input":{"day":"2020-06-08","hit":false,"size":"medium","sky":"cloud"},"output":{"prediction":173.80151926887072}},
    {"input":{"day":"2020-07-10","hit":false,"size":"medium","sky":"clear"},"output":{"prediction":173.15036803698936}},
    {"input":{"day":"2020-07-08","hit":true,"size":"medium","sky":"clear"},"output":{"prediction":178.64129021363027}},
    {"input":{"day":"2020-02-06","hit":false,"size":"small","sky":null},"output":{"prediction":173.74456523388503}},
    {"input":{"day":"2020-12-20","hit":true,"size":"small","sky":"clear"},"output":{"prediction":180.32641955021023}},
  ];
}

