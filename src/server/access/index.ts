export { openScopes, type Access, type AccessRefusal, type Authorise } from "./access.ts";
export type { ApiKey } from "./api-key.ts";
export { checkBinding } from "./check-binding.ts";
export { addKey, listKeys, revokeKeys, rotateKey, type MadeKey } from "./manage-keys.ts";
export { openAuthority, type Authority } from "./open-authority.ts";
export { readTokenSettings } from "./token-settings.ts";
