import type { ShopApp } from "../../platform/shop-app.ts";
import { sendProblem } from "../../problems/send-problem.ts";
import { drawPicture, isPictureShape } from "../pictures/draw-picture.ts";
import type { StorefrontOptions } from "../storefront-options.ts";

const FOR_EVER = "public, max-age=31536000, immutable";
const PICTURE_NAME = /^([a-z0-9-]{1,100})\.svg$/u;
const CATEGORY = /^[a-z0-9-]{1,64}$/u;

/** Static files under addresses that carry their fingerprint, and product pictures drawn on request. */
export function registerAssetRoutes(app: ShopApp, { assets }: Pick<StorefrontOptions, "assets">): void {
  app.get<{ Params: { fingerprint: string; name: string } }>("/assets/:fingerprint/:name", (request, reply) => {
    const { fingerprint, name } = request.params;
    const asset = assets.find(name);
    if (asset === undefined) return sendProblem(reply, { kind: "route-not-found" });
    // While two releases serve, a page of the other one asks for a file that we have in another state: it gets ours,
    // and asks again next time.
    reply.header("cache-control", fingerprint === asset.fingerprint ? FOR_EVER : "no-cache");
    return reply.type(asset.contentType).send(asset.body);
  });
  app.get("/robots.txt", (_request, reply) =>
    reply.type("text/plain; charset=utf-8").send("User-agent: *\nDisallow: /cart\nDisallow: /checkout\n"),
  );
  // "1" is the version of the drawings: raise it with them, since browsers keep a picture for ever.
  app.get<{ Params: { category: string; shape: string; file: string } }>(
    "/pictures/1/:category/:shape/:file",
    (request, reply) => {
      const { category, shape, file } = request.params;
      const name = PICTURE_NAME.exec(file)?.[1];
      if (name === undefined || !CATEGORY.test(category) || !isPictureShape(shape))
        return sendProblem(reply, { kind: "route-not-found" });
      reply.header("cache-control", FOR_EVER);
      return reply.type("image/svg+xml; charset=utf-8").send(drawPicture({ category, shape, name }));
    },
  );
}
