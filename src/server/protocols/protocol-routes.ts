import type { PredictionService } from "../../serve/index.ts";
import type { Route } from "../http/route.ts";
import { noContainer, type ContainerSettings } from "./container-settings.ts";
import { invocationsRoutes } from "./invocations/invocations-routes.ts";
import { inferenceRoutes } from "./v2/inference-routes.ts";
import { vertexRoutes } from "./vertex-routes.ts";

/** Everything that other stacks' clients speak, for one service; `release` is the version of the server itself, `bodyLimit` the bytes of a request that it takes. */
export const protocolRoutes = (
  service: PredictionService,
  release: string,
  container: ContainerSettings = noContainer,
  bodyLimit?: number,
): readonly Route[] =>
  withRoutes(
    [...inferenceRoutes(service, release), ...invocationsRoutes(service, release, container, bodyLimit)],
    // The environment may name a path that means something else elsewhere.
    container.vertex ? vertexRoutes(service, container.vertex) : [],
  );

/** Routes with others put over them: those of the same method and path are left out. */
export const withRoutes = (routes: readonly Route[], over: readonly Route[]): readonly Route[] => [
  ...routes.filter(
    ({ method, path }) => !over.some((other) => other.method === method && other.path === path),
  ),
  ...over,
];
