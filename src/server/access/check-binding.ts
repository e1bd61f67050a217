import { failInput } from "../../base/index.ts";

/** Addresses that only this machine reaches. */
const ownAddresses = ["127.0.0.1", "::1", "localhost"];

/** True for an address that only programs of this machine reach. */
const isOwnAddress = (host: string): boolean => ownAddresses.includes(host) || host.startsWith("127.");

/**
 * A service that asks for no keys answers only programs of its own machine, unless somebody says that it is meant for all.
 * Fails with T2360.
 */
export function checkBinding(host: string, isOpen: boolean, isMeantOpen: boolean): void {
  if (!isOpen || isMeantOpen || isOwnAddress(host)) return;
  failInput("T2360", `Without keys the service would answer everybody who reaches ${host}`, {
    place: "--host",
    value: host,
    cure: "Make keys first (`tandem keys add NAME`), or say --open where something before it keeps strangers out.",
  });
}
