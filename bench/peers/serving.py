"""Boosted trees of scikit-learn (100 of 31 leaves on 28 numbers) behind FastAPI, or behind MLflow's own scoring server.

    python serving.py fastapi|mlflow

Prints its address and answers until it is killed.
"""

import socket
import sys

# The file beside this one with the name of a module of Python's own must not stand in for it.
sys.path.pop(0)

import numpy as np
import uvicorn
from sklearn.ensemble import HistGradientBoostingRegressor

INPUTS = 28
NAMES = [f"x{at}" for at in range(INPUTS)]
random = np.random.default_rng(1)
rows = random.uniform(-4, 4, size=(20_000, INPUTS))
target = np.sin(rows[:, 0]) + rows[:, 1] * rows[:, 2] + np.abs(rows[:, 3:]).sum(axis=1) + random.normal(size=len(rows))
model = HistGradientBoostingRegressor(max_iter=100, max_leaf_nodes=31, early_stopping=False, random_state=1)


def fastapi_app():
    from fastapi import FastAPI
    from pydantic import BaseModel, create_model

    model.fit(rows, target)
    Row = create_model("Row", **{name: (float, ...) for name in NAMES})

    class Body(BaseModel):
        rows: list[Row]

    app = FastAPI()

    @app.post("/predict")
    def predict(body: Body):
        table = np.array([[getattr(row, name) for name in NAMES] for row in body.rows])
        return {"predictions": model.predict(table).tolist()}

    return app


def mlflow_app():
    import pandas as pd
    from mlflow.models import infer_signature
    from mlflow.pyfunc import PythonModel, load_model, save_model
    from mlflow.pyfunc.scoring_server import init
    from tempfile import mkdtemp

    table = pd.DataFrame(rows, columns=NAMES)
    model.fit(table, target)

    class Served(PythonModel):
        def predict(self, context, model_input, params=None):
            return model.predict(model_input)

    folder = mkdtemp() + "/model"
    save_model(folder, python_model=Served(), signature=infer_signature(table, target), pip_requirements=[])
    return init(load_model(folder))


app = fastapi_app() if sys.argv[1] == "fastapi" else mlflow_app()
taken = socket.socket()
taken.bind(("127.0.0.1", 0))
print(f"http://127.0.0.1:{taken.getsockname()[1]}", flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False)).run(sockets=[taken])
