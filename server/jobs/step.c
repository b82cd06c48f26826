#include "server/jobs/step.h"

#include <stddef.h>

#include "server/store/journal_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

static struct step *step_of(const struct work *work)
{
	return (struct step *)((char *)work - offsetof(struct step, work));
}

static enum err apply(struct work *work)
{
	struct step *step = step_of(work);
	enum err err = step->run(&step->ctx, step->arg);
	return err == OK ? journal_write_notes(&step->ctx) : err;
}

static void finish(struct work *work, enum err err)
{
	struct step *step = step_of(work);
	pthread_mutex_lock(&step->lock);
	step->err = err;
	step->is_done = true;
	pthread_cond_signal(&step->done);
	pthread_mutex_unlock(&step->lock);
}

void step_open(struct step *step, const struct app *app, struct arena *arena, const char *name)
{
	*step = (struct step){.is_done = false};
	ctx_init(&step->ctx, app, arena);
	step->ctx.actor.operator_id = OPERATOR_SYSTEM;
	step->ctx.lang = LANG_EN;
	step->ctx.method = name;
	if (app->units != NULL)
		step->ctx.units = unit_tree_pin(app->units);
	if (app->policies != NULL)
		step->ctx.policies = policies_pin(app->policies);
}

static void wait_for(struct step *step)
{
	pthread_mutex_lock(&step->lock);
	while (!step->is_done)
		pthread_cond_wait(&step->done, &step->lock);
	pthread_mutex_unlock(&step->lock);
}

enum err step_run(struct step *step, struct writer *writer,
	enum err (*run)(struct ctx *ctx, void *arg), void *arg)
{
	step->run = run;
	step->arg = arg;
	step->is_done = false;
	step->work = (struct work){.ctx = &step->ctx, .apply = apply, .done = finish};
	pthread_mutex_init(&step->lock, NULL);
	pthread_cond_init(&step->done, NULL);
	if (writer_submit(writer, &step->work))
		wait_for(step);
	else
		step->err = ERR_LIMITED;
	pthread_cond_destroy(&step->done);
	pthread_mutex_destroy(&step->lock);
	return step->err;
}

void step_close(struct step *step)
{
	if (step->ctx.units != NULL)
		unit_tree_unpin(step->ctx.units);
	if (step->ctx.policies != NULL)
		policies_unpin(step->ctx.policies);
}
