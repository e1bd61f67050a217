"""Serves, by MLflow's own scoring server, a model that gives back its columns: what ours is compared with.

    python mlflow_model.py FOLDER PORT
"""

import sys
from pathlib import Path

import mlflow
import uvicorn
from mlflow.models import ModelSignature
from mlflow.pyfunc import scoring_server
from mlflow.types import ColSpec, DataType, Schema

folder, port = Path(sys.argv[1]), int(sys.argv[2])


class Echo(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input, params=None):
        return model_input.rename(columns={name: f"{name} again" for name in model_input.columns})


types = {
    "flag": DataType.boolean,
    "whole": DataType.long,
    "real": DataType.double,
    "word": DataType.string,
    "day": DataType.datetime,
    "moment": DataType.datetime,
}
signature = ModelSignature(Schema([ColSpec(type_, name, required=False) for name, type_ in types.items()]))
mlflow.pyfunc.save_model(folder / "model", python_model=Echo(), signature=signature, pip_requirements=[])
app = scoring_server.init(mlflow.pyfunc.load_model(str(folder / "model")))
uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
