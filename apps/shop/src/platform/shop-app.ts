import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";

/** The web server with TypeBox schemas that both validate and type. */
export type ShopApp = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>;

/** A feature's routes. Hooks and parsers that it adds hold for its own routes only. */
export type ShopPlugin = (app: ShopApp) => void | Promise<void>;
